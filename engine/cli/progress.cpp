#include "progress.hpp"

#include <unistd.h>

#include <iomanip>
#include <iostream>
#include <sstream>

#include <husrom/core/error.hpp>
#include <nlohmann/json.hpp>

namespace husrom::cli {

namespace {

bool draws_line(const std::string& way, bool quiet) {
    return !quiet && (way == "line" || (way == "auto" && isatty(STDERR_FILENO) == 1));
}

std::string line(const solve::Progress& progress, model::Language language) {
    const auto pick = [&](const char* en, const char* nb) { return language == model::Language::nb ? nb : en; };
    std::ostringstream text;
    text << std::fixed << std::setprecision(1) << progress.elapsed_seconds << " s, " << pick("goal ", "mål ") << progress.goal + 1;
    if (progress.has_plan) text << pick(", placed ", ", plassert ") << progress.chosen << pick(", best ", ", best ") << progress.best;
    text << pick(", bound ", ", skranke ") << progress.bound;
    return text.str();
}

}  // namespace

std::function<void(const solve::Progress&)> progress_printer(const std::string& way, bool quiet, model::Language language) {
    if (way != "auto" && way != "line" && way != "json" && way != "none")
        throw InvalidArgument("--progress is auto, line, json or none, not \"" + way + "\"");
    if (draws_line(way, quiet))
        return [language](const solve::Progress& progress) { std::cerr << "\r\033[K" << line(progress, language) << std::flush; };
    if (way == "json" && !quiet)
        return [](const solve::Progress& progress) {
            nlohmann::ordered_json object{{"elapsed_seconds", progress.elapsed_seconds},
                                          {"goal", progress.goal + 1},
                                          {"has_plan", progress.has_plan},
                                          {"placed", progress.chosen},
                                          {"best", progress.best},
                                          {"bound", progress.bound}};
            std::cerr << object.dump() << '\n';
        };
    return {};
}

bool draws_progress(bool quiet) {
    return draws_line("auto", quiet);
}

void end_progress(const std::string& way, bool quiet) {
    if (draws_line(way, quiet)) std::cerr << "\r\033[K" << std::flush;
}

}  // namespace husrom::cli
