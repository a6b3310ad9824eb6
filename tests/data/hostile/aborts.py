# expect: crashed | SIGABRT
import os

os.abort()
