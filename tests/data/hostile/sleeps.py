# expect: timeout
# seconds: 0.4
import time

time.sleep(3600)
answer = 1
