# expect: timeout
# seconds: 0.4
import signal
import time

signal.setitimer = signal.signal = lambda *_: None
time.monotonic = time.process_time = lambda: 0.0
while True:
    pass
