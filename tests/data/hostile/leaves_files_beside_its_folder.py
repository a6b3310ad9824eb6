# expect: exception | PermissionError
# expect[bare]: value | 1
import os

os.makedirs("../../planted/deep")
open("../../planted/deep/file", "w").close()
open("../planted", "w").close()
answer = 1
