# expect: exception | PermissionError
# expect[bare]: value | 0
import subprocess
import sys

answer = subprocess.run([sys.executable, "-c", ""]).returncode
