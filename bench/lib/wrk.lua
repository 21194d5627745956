-- wrk's side of a row: fills the marks of a request for each one that it sends, and prints one line of JSON at
-- the end.
local parts, draws = {}, {} -- text and drawn values in turns; the function that draws each

-- args: file with the request, seed, then for each mark NAME=LEAST-MOST, or NAME=@FILE to draw from its lines
function init(args)
  local file = assert(io.open(args[1], "rb"))
  local text = file:read("*a")
  file:close()
  math.randomseed(tonumber(args[2]))
  local draw = {}
  for place = 3, #args do
    local name, from = args[place]:match("^(%w+)=(.+)$")
    if from:sub(1, 1) == "@" then
      local lines = {}
      for line in io.lines(from:sub(2)) do lines[#lines + 1] = line end
      draw[name] = function() return lines[math.random(#lines)] end
    else
      local least, most = from:match("^(%d+)-(%d+)$")
      least, most = tonumber(least), tonumber(most)
      draw[name] = function() return string.format("%.0f", math.random(least, most)) end
    end
  end
  local position = 1
  for before, mark, after in text:gmatch("()<<(%w+)>>()") do
    parts[#parts + 1] = text:sub(position, before - 1)
    parts[#parts + 1] = ""
    draws[#parts] = assert(draw[mark], mark)
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
