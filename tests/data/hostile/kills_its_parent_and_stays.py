# expect: exception | PermissionError
# expect[bare]: worker-lost
import os
import signal
import time

os.kill(os.getppid(), signal.SIGKILL)
while True:
    time.sleep(1)
