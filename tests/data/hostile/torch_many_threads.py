# expect: value | 64.0
# torch
# seconds: 10
import torch

torch.set_num_threads(8)
answer = (torch.ones(64, 64) @ torch.ones(64, 64))[0, 0]
