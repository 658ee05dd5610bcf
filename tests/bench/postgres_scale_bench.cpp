#include <stdexcept>

#include <libpq-fe.h>

#include "bench/kept_folder.hpp"
#include "bench/scale_cases.hpp"
#include "support/migrated_postgres.hpp"

namespace salus::bench {
namespace {

/// The best count that we know how to write by hand, under the same row-level security.
class CountByHand {
 public:
  explicit CountByHand(const std::string& uri) : connection_{PQconnectdb(uri.c_str())} {
    const auto organization = organization_id_of(hospital).to_string();
    run("SET app.organization_id = '" + organization + "'");
    run("PREPARE counted (uuid) AS SELECT count(*) FROM medical_record m WHERE m.organization_id = "
        "'" +
        organization +
        "' AND m.deleted_at IS NULL AND m.patient = ANY(ARRAY(SELECT r.patient FROM "
        "care_relationship r WHERE r.organization_id = '" +
        organization +
        "' AND r.doctor = $1 AND r.status = 'active' AND r.valid_from <= now() AND (r.valid_to IS "
        "NULL OR r.valid_to > now()) AND r.deleted_at IS NULL)) AND (m.confidentiality = 'normal' "
        "OR m.author = $1)");
  }
  CountByHand(const CountByHand&) = delete;
  CountByHand& operator=(const CountByHand&) = delete;
  ~CountByHand() { PQfinish(connection_); }

  std::string operator()(const Uuid& doctor) {
    return run("EXECUTE counted ('" + doctor.to_string() + "')");
  }

 private:
  std::string run(const std::string& sql) {
    PGresult* result = PQexec(connection_, sql.c_str());
    const auto status = PQresultStatus(result);
    std::string first = PQntuples(result) > 0 ? PQgetvalue(result, 0, 0) : "";
    PQclear(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
      throw std::runtime_error{PQerrorMessage(connection_)};
    return first;
  }

  PGconn* connection_;
};

struct PostgresScale {
  KeptFolder folder{"postgres", description_of_scale()};
  testing::PostgresServer server{folder.path()};
  testing::PostgresDatabase database = server.database("scale");
  ScaleClinic clinic{loaded()};
  CountByHand count_by_hand{database.application_uri};

  std::shared_ptr<Backend> loaded() {
    if (folder.is_complete()) return postgres::open(database.application_uri);
    server.create_database(database.name);
    auto backend = testing::open_migrated(database, snapshot_of(domain_catalog()));
    ScaleData{backend}.load();
    vacuum();
    folder.complete();
    return backend;
  }

  /// As autovacuum would have done by the next morning.
  void vacuum() const {
    PGconn* owner = PQconnectdb(database.owner_uri.c_str());
    PQclear(PQexec(owner, "VACUUM ANALYZE"));
    PQfinish(owner);
  }

  static PostgresScale& the() {
    static PostgresScale fixture;
    return fixture;
  }
};

[[maybe_unused]] const bool registered = (register_scale_cases<PostgresScale>("postgres"), true);

}  // namespace
}  // namespace salus::bench
