# expect: bad-value | answer is not a number (NaN)
# line: 4
import math
answer = math.nan
