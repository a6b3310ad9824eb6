# expect: exited | exit status 0
import os

answer = 1
os._exit(0)
