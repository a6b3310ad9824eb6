# expect[bubblewrap]: value | []
# expect[process]: value
import glob

answer = []
for path in glob.glob("/proc/[0-9]*/environ"):
    try:
        text = open(path).read()
    except OSError:
        continue
    answer += ["found"] if "QUIZCV_TEST_SECRET" in text else []
