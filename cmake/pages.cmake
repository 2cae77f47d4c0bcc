# Manual pages and completions, made of the text that `whitespot help` prints:
# pages/ in the build folder. The thread sanitizer cannot start on every machine,
# so a build with it makes none.
if(WS_SANITIZE STREQUAL "thread")
    return()
endif()
set(pages ${CMAKE_CURRENT_BINARY_DIR}/pages)
file(MAKE_DIRECTORY ${pages})
file(GLOB help_sources CONFIGURE_DEPENDS tools/whitespot/help*.c)
add_executable(make-pages tools/dev/make-pages.c tools/dev/make-pages-shells.c ${help_sources}
               tools/whitespot/args.c)
target_include_directories(make-pages PRIVATE tools/whitespot)
target_link_libraries(make-pages PRIVATE whitespot_static ws_flags)
add_custom_command(OUTPUT ${pages}/whitespot.1 COMMAND make-pages ${pages} DEPENDS make-pages
                   VERBATIM)
add_custom_target(pages ALL DEPENDS ${pages}/whitespot.1)

install(DIRECTORY ${pages}/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man1
        FILES_MATCHING PATTERN "*.1")
install(DIRECTORY ${pages}/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man5
        FILES_MATCHING PATTERN "*.5")
install(FILES ${pages}/whitespot.bash RENAME whitespot
        DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/bash-completion/completions)
install(FILES ${pages}/_whitespot DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/zsh/site-functions)
