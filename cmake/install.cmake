# What `cmake --install` lays down: program, library, headers, and two ways to
# find them: pkg-config and find_package(Whitespot), target Whitespot::whitespot.
include(CMakePackageConfigHelpers)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/Whitespot)

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
