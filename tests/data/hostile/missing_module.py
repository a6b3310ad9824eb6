# expect: no-module | No module named 'no_such_module'
# line: 4
import numpy
import no_such_module
