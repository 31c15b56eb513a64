-- Posts articles to /link for wrk, and tells as JSON which statuses came back and how long they took.
--
--   wrk -t1 -c32 -d30 --timeout 60 -s scripts/service_load/articles.lua http://127.0.0.1:8000 -- FILE
--
-- FILE holds the articles with form feeds between them. scripts/benchmark_service.py writes it.

local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

function init(args)
  local file = assert(io.open(args[1], "rb"))
  local headers = { ["Content-Type"] = "text/plain; charset=utf-8" }
  asked = {}
  for article in (file:read("*a") .. "\f"):gmatch("([^\f]+)\f") do
    asked[#asked + 1] = wrk.format("POST", "/link", headers, article)
  end
  file:close()
  at = number * 37
  statuses = {}
end

function request()
  at = at % #asked + 1
  return asked[at]
end

function response(status)
  statuses[tostring(status)] = (statuses[tostring(status)] or 0) + 1
end

function done(summary, latency)
  local all, parts = {}, {}
  for _, thread in ipairs(threads) do
    for status, count in pairs(thread:get("statuses")) do
      all[status] = (all[status] or 0) + count
    end
  end
  for status, count in pairs(all) do
    parts[#parts + 1] = string.format('"%s": %d', status, count)
  end
  local failed = summary.errors
  io.write(string.format(
    '{"statuses": {%s}, "seconds": %.3f, "p50 ms": %.0f, "p99 ms": %.0f, "failed": %d}\n',
    table.concat(parts, ", "), summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    failed.connect + failed.read + failed.write + failed.timeout
  ))
end
