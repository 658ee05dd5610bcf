#include "cli/import/import_report.hpp"

#include <iostream>

#include "salus/codec/json_writer.hpp"
#include "salus/schema/reflect.hpp"

#include "cli/terminal/table.hpp"
#include "cli/terminal/text_width.hpp"

namespace salus::cli {

namespace {

std::string place_of(const RowNotice& notice) {
  std::string json = R"("file":)";
  append_json_string(json, notice.file);
  return json + ",\"line\":" + std::to_string(notice.line);
}

std::string json_of(const RowNotice& notice) {
  std::string json = R"({"rejected":{)" + place_of(notice) + ",\"issues\":[";
  for (const auto& issue : notice.result.issues) {
    if (json.back() != '[') json += ',';
    json += "{\"field\":";
    append_json_string(json, issue.path);
    json += ",\"code\":";
    append_json_string(json, issue.code);
    json += ",\"message\":";
    append_json_string(json, issue.message);
    json += '}';
  }
  return json + "]}}";
}

std::string json_of(const ImportCounts& counts) {
  std::string json;
  for (std::size_t i = 0; i < enumerator_names<RowOutcome>.size(); ++i) {
    json += json.empty() ? '{' : ',';
    append_json_string(json, enumerator_names<RowOutcome>[i]);
    json += ":" + std::to_string(counts.rows[i]);
  }
  return json + ",\"overridden\":" + std::to_string(counts.overridden) + "}";
}

std::vector<std::string> cells_of(const std::string& file, const std::string& entity,
                                  const ImportCounts& counts) {
  std::vector<std::string> cells{file, entity, grouped(counts.all())};
  for (const auto count : counts.rows) cells.push_back(grouped(count));
  return cells;
}

}  // namespace

void ImportReport::rejected(const RowNotice& notice) {
  progress_.clear();
  if (format_ == OutputFormat::json) {
    std::cout << json_of(notice) << '\n';
    return;
  }
  for (const auto& issue : notice.result.issues) {
    std::cout << "rejected  " << notice.file << ':' << notice.line << "  "
              << (issue.path.empty() ? "" : issue.path + ": ") << printable(issue.message) << '\n';
  }
}

void ImportReport::overridden(const RowNotice& notice) {
  progress_.clear();
  if (format_ == OutputFormat::json) {
    std::cout << R"({"overridden":{)" << place_of(notice) << R"(,"rule":")"
              << notice.result.overridden << R"("}})" << '\n';
    return;
  }
  std::cout << "overlaps  " << notice.file << ':' << notice.line << "  " << notice.result.overridden
            << ": brought in with the reason of the map\n";
}

void ImportReport::advanced(const ImportSection& section, const ImportCounts& counts) {
  progress_.show(section.file + " → " + section.entity, counts.all());
}

void ImportReport::finished(const ImportSection& section, const ImportCounts& counts) {
  lines_.push_back({section.file, section.entity, counts});
}

void ImportReport::print_summary(const ImportCounts& total, ImportMode mode) {
  progress_.clear();
  const auto time = std::chrono::steady_clock::now() - started_;
  if (format_ == OutputFormat::json) {
    for (const auto& [file, entity, counts] : lines_) {
      std::cout << "{\"file\":";
      std::string names;
      append_json_string(names, file);
      names += ",\"entity\":";
      append_json_string(names, entity);
      std::cout << names << ",\"rows\":" << json_of(counts) << "}\n";
    }
    std::cout << "{\"total\":" << json_of(total) << "}\n";
    return;
  }
  print_table(total);
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
  std::cout << grouped(total.all()) << " rows in " << milliseconds / 1000 << '.'
            << milliseconds % 1000 / 100 << " s, " << rate(total.all(), "rows", time)
            << (mode == ImportMode::dry_run ? "; nothing was written" : "") << '\n';
  if (total.overridden > 0) {
    std::cout << grouped(total.overridden)
              << " of them overlap others; the map's reason stands in each\n";
  }
}

void ImportReport::print_table(const ImportCounts& total) {
  Table table{std::cout,
              {{"File"},
               {"Entity"},
               {"Read", Alignment::right},
               {"Created", Alignment::right},
               {"Updated", Alignment::right},
               {"Unchanged", Alignment::right},
               {"Rejected", Alignment::right}},
              output_width()};
  for (const auto& [file, entity, counts] : lines_) table.add(cells_of(file, entity, counts));
  table.add(cells_of("in all", "", total));
  table.finish();
}

}  // namespace salus::cli
