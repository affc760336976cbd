#pragma once

/// The one place that holds the version; CMake and the Python package read it from here.
#define HUSROM_VERSION_MAJOR 0
#define HUSROM_VERSION_MINOR 1
#define HUSROM_VERSION_PATCH 0
#define HUSROM_VERSION "0.1.0"
