# expect: exception | PermissionError
import os

os.kill(-1, 0)
answer = 1
