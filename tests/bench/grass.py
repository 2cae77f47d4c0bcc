def location(folder, bench): return "not written"
