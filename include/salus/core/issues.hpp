#pragma once

/// What is wrong with an input: a list of issues with field paths, collected all at once.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace salus {

/// One thing wrong with one field.
struct Issue {
  std::string
      path;  ///< The field, as on the wire: `birth_date`, `availability[2].ends`; empty for the whole.
  std::string code;     ///< A stable word to branch on: `required`, `max_length`, `unique` …
  std::string message;  ///< A sentence for a person; never contains the value of a patient's field.

  friend bool operator==(const Issue&, const Issue&) = default;
};

/// Collects issues; an input is good when it is empty.
class Issues {
 public:
  void add(std::string_view path, std::string_view code, std::string message) {
    list_.push_back({std::string{path}, std::string{code}, std::move(message)});
  }

  /// Adds what is wrong inside of `path`: `[2].ends` below `availability` is `availability[2].ends`.
  void add_below(std::string_view path, const Issues& inside) {
    for (const auto& issue : inside.list_) {
      const bool joined = issue.path.empty() || issue.path.front() == '[';
      add(std::string{path} + (joined ? "" : ".") + issue.path, issue.code, issue.message);
    }
  }

  bool empty() const noexcept { return list_.empty(); }
  std::size_t size() const noexcept { return list_.size(); }
  auto begin() const noexcept { return list_.begin(); }
  auto end() const noexcept { return list_.end(); }

  /// Whether something is wrong with `path`, or inside of it.
  bool mentions(std::string_view path) const {
    for (const auto& issue : list_) {
      if (!issue.path.starts_with(path)) continue;
      const auto rest = std::string_view{issue.path}.substr(path.size());
      if (rest.empty() || (!path.empty() && (rest.front() == '[' || rest.front() == '.')))
        return true;
    }
    return false;
  }

  /// One line: `birth_date: This field is required.; mrn: …`
  std::string summary() const {
    std::string text;
    for (const auto& issue : list_) {
      if (!text.empty()) text += "; ";
      if (!issue.path.empty()) text += issue.path + ": ";
      text += issue.message;
    }
    return text;
  }

 private:
  std::vector<Issue> list_;
};

}  // namespace salus
