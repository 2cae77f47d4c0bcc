def catchments(bench): pass
def people(bench): pass
