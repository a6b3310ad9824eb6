# expect: exited | SystemExit: 0
# line: 4
import sys
sys.exit(0)
