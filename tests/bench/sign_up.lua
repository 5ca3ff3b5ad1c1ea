-- Each request subscribes an address nobody used before, as the form under a story does.
local threads = 0
function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

local count = 0
function request()
  count = count + 1
  local email = string.format("bench%%2Bt%d-%d%%40example.org", number, count)
  local headers = {
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Sec-Fetch-Site"] = "same-origin",
  }
  return wrk.format("POST", nil, headers, "email=" .. email .. "&lists=the-week&website=")
end
