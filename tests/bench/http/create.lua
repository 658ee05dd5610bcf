-- Books appointments, each at a time of its own; of every ten requests, WRITES do, the others read a patient.
-- BENCH_TOKEN, BENCH_DOCTOR, BENCH_PATIENTS (a file of ids), BENCH_WRITES (1 to 10), BENCH_RUN (a number).

local writes = tonumber(os.getenv("BENCH_WRITES"))
local base = 1900000000 + tonumber(os.getenv("BENCH_RUN")) * 100000000
local patients = {}
for line in io.lines(os.getenv("BENCH_PATIENTS")) do patients[#patients + 1] = line end

local threads = 0
function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

local count = 0
local headers = { ["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN"), ["Content-Type"] = "application/json" }

function request()
  count = count + 1
  local patient = patients[count % #patients + 1]
  if count % 10 >= writes then return wrk.format("GET", "/api/patients/" .. patient .. "/", headers) end
  local begin = base + (count * 8 + number) * 1800
  local body = string.format(
    '{"doctor":"%s","patient":"%s","starts_at":"%s","ends_at":"%s","reason":"check-up"}',
    os.getenv("BENCH_DOCTOR"), patient, os.date("!%Y-%m-%dT%H:%M:%SZ", begin), os.date("!%Y-%m-%dT%H:%M:%SZ", begin + 900))
  return wrk.format("POST", "/api/appointments/", headers, body)
end
