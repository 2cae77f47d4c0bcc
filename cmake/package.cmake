# `cpack -G DEB` in the build folder: one Debian package of all that is installed.
# What it depends on, dpkg-shlibdeps reads from the program and the library.
set(CPACK_PACKAGE_NAME whitespot)
set(CPACK_PACKAGE_VENDOR "The Whitespot authors")
set(CPACK_PACKAGE_CONTACT "The Whitespot authors <whitespot@localhost>")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "travel-distance coverage of providers' offices, certified")
set(CPACK_PACKAGE_DESCRIPTION
"Reads municipalities, offices, population and roads, measures the way of people
to the nearest distinct providers along the roads, and tells what share of them
has one, two, three within a limit, with a certified interval: layers and tables
that open styled in QGIS, reports, maps and decision memos.
.
Program, library, headers, manual pages, and a fictional county to try it on.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_SOURCE_DIR}/cmake/package-pages.cmake)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS fonts-noto-core)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS qgis)

# The copyright file of the package: LICENSE, in the form that Debian asks for.
file(READ LICENSE licence)
string(REGEX REPLACE "^MIT License\n\nCopyright \\(c\\) ([^\n]*)\n\n" "" terms "${licence}")
set(holder ${CMAKE_MATCH_1})
string(REGEX REPLACE "\n+$" "" terms "${terms}")
string(REPLACE "\n\n" "\n.\n" terms "${terms}")
string(REPLACE "\n" "\n " terms "${terms}")
set(leaflet "")
if(WS_REPORT)
    set(leaflet "Comment: reports carry the script of Leaflet; its licence is in copyright.leaflet\n")
endif()
file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/copyright
     "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
     "Upstream-Name: Whitespot\n${leaflet}\n"
     "Files: *\nCopyright: ${holder}\nLicense: Expat\n ${terms}\n")
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/copyright DESTINATION ${doc_dir})
include(CPack)
