# expect: exception | PermissionError
import os
import sys

os.execv(sys.executable, [sys.executable, "-c", "while True: pass"])
