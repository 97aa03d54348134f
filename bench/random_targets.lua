-- Asks for the targets of a file in random order. Each line of the file is a target and,
-- after a tab, the ETag to send along, or nothing.
local requests = {}

function init(args)
  math.randomseed(os.time())
  for line in io.lines(args[1]) do
    local target, etag = line:match("([^\t]*)\t?(.*)")
    local headers = etag ~= "" and { ["If-None-Match"] = etag } or nil
    requests[#requests + 1] = wrk.format("GET", target, headers)
  end
end

function request()
  return requests[math.random(#requests)]
end
