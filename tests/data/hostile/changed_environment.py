# expect: value | 1
import os
import sys
import tempfile

os.environ["PLANTED"] = os.environ["OMP_NUM_THREADS"] = "64"
os.chdir("/")
os.umask(0)
sys.path.insert(0, "/planted")
sys.modules["math"] = None
tempfile.tempdir = "/planted"
answer = 1
