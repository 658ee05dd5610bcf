#include "catalog.hpp"

namespace salus::postgres {

std::vector<Result> ask_catalog(Connection& connection,
                                std::initializer_list<std::string> questions, Deadline deadline) {
  Pipeline pipeline{connection};
  for (const auto& question : questions) pipeline.catalog_query(question);
  auto answers = pipeline.settle(deadline);
  if (answers.failure) throw answers.failure->error;
  return std::move(answers.kept);
}

}  // namespace salus::postgres
