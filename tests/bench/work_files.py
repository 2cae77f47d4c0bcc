def files(bench): pass
def whole(bench): pass
