# expect: exception | PermissionError
# expect[bare]: value | 1
import os
import shutil

jobs = os.path.dirname(os.getcwd())
shutil.rmtree(jobs)
os.symlink("/", jobs)
answer = 1
