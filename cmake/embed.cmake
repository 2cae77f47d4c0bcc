# cmake -DOUT=file.c -DNAMES="a;b" -DFILES="x;y" -P embed.cmake: text files as C
# strings, `const char report_<name>[]`. What a style or a script would fetch
# (pictures, source maps) is taken out: a page of ours fetches nothing.
set(all "#include \"report/assets.h\"\n")
list(LENGTH NAMES count)
math(EXPR last "${count} - 1")
foreach(i RANGE ${last})
    list(GET NAMES ${i} name)
    list(GET FILES ${i} file)
    file(READ "${file}" text)
    string(REGEX REPLACE "url\\([^)#]*\\)" "none" text "${text}")
    string(REGEX REPLACE "//# sourceMappingURL=[^\n]*" "" text "${text}")
    string(HEX "${text}" hex)
    string(REGEX REPLACE "(..)" "0x\\1," hex "${hex}")
    string(REGEX REPLACE "((0x..,){20})" "\\1\n" hex "${hex}")
    string(APPEND all "const char report_${name}[] = {\n${hex}0};\n")
endforeach()
file(WRITE "${OUT}" "${all}")
