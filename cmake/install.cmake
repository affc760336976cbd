# What a stranger needs to use the library: headers, the library, husromConfig.cmake with its version file, husrom.pc.
include(CMakePackageConfigHelpers)

set(husrom_package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/husrom")

install(TARGETS husrom EXPORT husromTargets COMPONENT development)
install(DIRECTORY engine/include/husrom DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT development FILES_MATCHING PATTERN "*.hpp")
install(EXPORT husromTargets NAMESPACE husrom:: DESTINATION "${husrom_package_dir}" COMPONENT development)

configure_package_config_file(cmake/husromConfig.cmake.in husromConfig.cmake INSTALL_DESTINATION "${husrom_package_dir}")
# Before 1.0 a minor version may break callers, so only the same minor version is accepted.
write_basic_package_version_file(husromConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/husromConfig.cmake" "${PROJECT_BINARY_DIR}/husromConfigVersion.cmake" cmake/FindLibcsv.cmake
        DESTINATION "${husrom_package_dir}" COMPONENT development)

# The prefix is found from the file's own place, so that an installed tree may be moved.
file(RELATIVE_PATH husrom_pc_up "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
string(REGEX REPLACE "/$" "" husrom_pc_up "${husrom_pc_up}")
set(HUSROM_PC_PREFIX "\${pcfiledir}/${husrom_pc_up}")
configure_file(cmake/husrom.pc.in husrom.pc @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/husrom.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig" COMPONENT development)
