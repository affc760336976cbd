#pragma once

/// What the tables of a case are, as a Data Package with Table Schemas, so that frictionless, R or QGIS read the CSV files without any
/// documentation of ours.

#include <string>

#include <husrom/model/typed_case.hpp>

namespace husrom::io {

/// The text of datapackage.json for the CSV files of this case; columns in the order of `source`.
[[nodiscard]] std::string datapackage_json(const model::Case& source, const model::TypedCase& typed);

}  // namespace husrom::io
