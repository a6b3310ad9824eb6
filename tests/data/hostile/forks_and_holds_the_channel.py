# expect: exception | PermissionError
# expect[bare]: exited
# The forked process keeps every pipe open after its parent is gone.
import os
import time

if os.fork() == 0:
    os.setsid()
    while True:
        os.write(1, b"x" * 4096)
        time.sleep(0.01)
os._exit(0)
