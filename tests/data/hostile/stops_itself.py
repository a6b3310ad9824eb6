# expect: timeout
# seconds: 0.4
import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
answer = 1
