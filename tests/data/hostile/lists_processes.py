# expect[bubblewrap]: value | true
# Nothing is to be seen but bubblewrap, the server and this child.
import os

answer = sum(map(str.isdigit, os.listdir("/proc"))) <= 3
