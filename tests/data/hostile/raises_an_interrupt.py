# expect: exception | KeyboardInterrupt
import os
import signal
import time

signal.signal(signal.SIGINT, signal.default_int_handler)
os.kill(os.getpid(), signal.SIGINT)
time.sleep(3600)
