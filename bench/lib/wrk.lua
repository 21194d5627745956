-- wrk's side of a row: fills the marks of a request for each one that it sends, and prints one line of JSON at
-- the end.
local parts, draws = {}, {} -- text and drawn values in turns; the function that draws each
local first, last

local function number() return string.format("%.0f", math.random(100000000000000, 999999999999999)) end
local draw = {
  id = function() return string.format("%d", math.random(first, last)) end,
  new = number,
  key = number,
}

function init(args)
  local file = assert(io.open(args[1], "rb"))
  local text = file:read("*a")
  file:close()
  first, last = tonumber(args[2]), tonumber(args[3])
  math.randomseed(tonumber(args[4]))
  local position = 1
  for before, mark, after in text:gmatch("()<<(%w+)>>()") do
    parts[#parts + 1] = text:sub(position, before - 1)
    parts[#parts + 1] = ""
    draws[#parts] = draw[mark]
    position = after
  end
  parts[#parts + 1] = text:sub(position)
end

function request()
  for place = 2, #parts, 2 do parts[place] = draws[place]() end
  return table.concat(parts)
end

function done(summary)
  local e = summary.errors
  print(string.format('RESULT {"count": %d, "microseconds": %d, "refused": %d, "broken": %d}',
                      summary.requests, summary.duration, e.status, e.connect + e.read + e.write + e.timeout))
end
