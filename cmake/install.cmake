# What `cmake --install` lays down: program, library, headers, two ways to find them
# (pkg-config and find_package(Whitespot), target Whitespot::whitespot), the county to
# try it on, and what cmake/pages.cmake makes. `cpack -G DEB` packs the same.
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/Whitespot)
set(doc_dir ${CMAKE_INSTALL_DATAROOTDIR}/doc/whitespot)

if(TARGET whitespot)
    install(TARGETS whitespot RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
# Only the shared library is exported: it needs nothing more of its users. The
# static one asks for GDAL and the others, which `pkg-config --static` names.
set_target_properties(whitespot_shared PROPERTIES EXPORT_NAME whitespot)
install(TARGETS whitespot_shared EXPORT WhitespotTargets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS whitespot_static ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY include/whitespot DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY geodata/norrmark DESTINATION ${CMAKE_INSTALL_DATAROOTDIR}/whitespot/geodata)
install(FILES README.md CHANGELOG.md LICENSE DESTINATION ${doc_dir})
# Reports carry Leaflet: its licence goes with the program.
if(WS_REPORT AND EXISTS /usr/share/doc/libjs-leaflet/copyright)
    install(FILES /usr/share/doc/libjs-leaflet/copyright RENAME copyright.leaflet
            DESTINATION ${doc_dir})
endif()

# The .pc file tells where it lies itself, so that a tree may be moved; folders that
# were given as whole paths stay where they are.
set(pc_libdir ${CMAKE_INSTALL_FULL_LIBDIR})
set(pc_includedir ${CMAKE_INSTALL_FULL_INCLUDEDIR})
set(pc_prefix ${CMAKE_INSTALL_PREFIX})
if(NOT IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}")
    file(RELATIVE_PATH up "/x/${CMAKE_INSTALL_LIBDIR}/pkgconfig" /x)
    set(pc_prefix "\${pcfiledir}/${up}")
    string(REGEX REPLACE "/$" "" pc_prefix "${pc_prefix}")
    set(pc_libdir "\${prefix}/${CMAKE_INSTALL_LIBDIR}")
endif()
if(NOT IS_ABSOLUTE "${CMAKE_INSTALL_INCLUDEDIR}")
    set(pc_includedir "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
endif()
set(report_pc "")
if(WS_REPORT)
    set(report_pc " pangocairo cairo-pdf cairo-svg cairo-png")
endif()
configure_file(cmake/whitespot.pc.in whitespot.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/whitespot.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

install(EXPORT WhitespotTargets NAMESPACE Whitespot:: DESTINATION ${package_dir})
configure_package_config_file(cmake/WhitespotConfig.cmake.in WhitespotConfig.cmake
                              INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(WhitespotConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/WhitespotConfig.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/WhitespotConfigVersion.cmake
        DESTINATION ${package_dir})
