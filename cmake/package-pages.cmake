# Run by cpack on what it is about to pack: Debian wants manual pages and the list of
# changes compressed, without names and times, and the licence in one place.
set(share ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr/share)
file(GLOB pages ${share}/man/man*/*.[1-9])
file(RENAME ${share}/doc/whitespot/CHANGELOG.md ${share}/doc/whitespot/changelog)
foreach(file ${pages} ${share}/doc/whitespot/changelog)
    execute_process(COMMAND gzip -9nf ${file} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
file(REMOVE ${share}/doc/whitespot/LICENSE)
# Where packages of Debian put what zsh completes by.
file(RENAME ${share}/zsh/site-functions ${share}/zsh/vendor-completions)
