"""Residual networks as published: features at four scales, and ResNet-18 for one class a whole image; nothing multimodal.

He et al., CVPR 2016.  Parameters are named as torchvision names them, so that its weights load where the stem's bands fit.
The last stage can keep 1/16 with dilated convolutions instead of going to 1/32 (DeepLab).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .preset import OPTICAL_COMPONENTS, SAR_COMPONENTS


class Block(nn.Module):
    """Basic (two 3 × 3) or bottleneck (1 × 1, 3 × 3, 1 × 1) block beside the identity or a projection."""

    def __init__(self, inputs: int, width: int, stride: int, dilation: int, expansion: int):
        super().__init__()
        outputs = width * expansion
        kernels = [3, 3] if expansion == 1 else [1, 3, 1]
        widths = [inputs, width, outputs] if expansion == 1 else [inputs, width, width, outputs]
        strided = 0 if expansion == 1 else 1
        self.depth = len(kernels)
        for at, kernel in enumerate(kernels):
            step = stride if at == strided else 1
            pad = dilation * (kernel // 2)
            layer = nn.Conv2d(widths[at], widths[at + 1], kernel, step, pad, dilation, bias=False)
            self.add_module(f"conv{at + 1}", layer)
            self.add_module(f"bn{at + 1}", nn.BatchNorm2d(widths[at + 1]))
        self.relu = nn.ReLU()
        self.downsample = nn.Identity()
        if stride > 1 or inputs != outputs:
            projection = nn.Conv2d(inputs, outputs, 1, stride, bias=False)
            self.downsample = nn.Sequential(projection, nn.BatchNorm2d(outputs))

    def forward(self, x: Tensor) -> Tensor:
        """(B, inputs, h, w) → (B, width · expansion, h/stride, w/stride)."""
        y = x
        for at in range(1, self.depth + 1):
            y = self.get_submodule(f"bn{at}")(self.get_submodule(f"conv{at}")(y))
            y = self.relu(y) if at < self.depth else y
        return self.relu(y + self.downsample(x))


class ResNet(nn.Module):
    """Stem and four stages; ``depths`` blocks each, ``width`` features in the first, ``dilated`` keeps the last at 1/16."""

    def __init__(
        self, bands: int, depths: tuple[int, ...], expansion: int, width: int = 64, dilated: bool = False
    ):
        super().__init__()
        self.conv1 = nn.Conv2d(bands, width, 7, 2, 3, bias=False)
        self.bn1, self.relu, self.maxpool = nn.BatchNorm2d(width), nn.ReLU(), nn.MaxPool2d(3, 2, 1)
        inputs = width
        for stage, depth in enumerate(depths):
            last = dilated and stage == 3
            stride, dilation = (1 if stage == 0 or last else 2), (2 if last else 1)
            blocks = []
            for at in range(depth):
                blocks.append(
                    Block(inputs, width << stage, 1 if at else stride, dilation if at else 1, expansion)
                )
                inputs = (width << stage) * expansion
            self.add_module(f"layer{stage + 1}", nn.Sequential(*blocks))
        self.features = width * expansion, inputs  # of the first stage and of the last

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """(B, bands, H, W) → low-level features at 1/4 and high-level features at 1/32, or 1/16 where dilated."""
        low = self.layer1(self.maxpool(self.relu(self.bn1(self.conv1(x)))))
        return low, self.layer4(self.layer3(self.layer2(low)))


def resnet50(bands: int, width: int = 64) -> ResNet:
    """ResNet-50 whose last stage stays at 1/16."""
    return ResNet(bands, (3, 4, 6, 3), 4, width, dilated=True)


class SceneClassifier(nn.Module):
    """ResNet-18 over the optical and the SAR bands together: one class for a whole image (paper, section 4: SEN12MS)."""

    def __init__(self, classes: int, width: int = 64):
        super().__init__()
        self.body = ResNet(OPTICAL_COMPONENTS + SAR_COMPONENTS, (2, 2, 2, 2), 1, width)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Conv2d(self.body.features[1], classes, 1)

    def forward(self, optical: Tensor, sar: Tensor, presence: Tensor) -> Tensor:
        """Band planes (B, 4, H, W), (B, 2, H, W) in [0,1] and presence (B, 6, 1, 1) → scores (B, K, 1, 1)."""
        x = (torch.cat([optical, sar], 1) - 0.5) * presence
        return self.fc(self.avgpool(self.body(x)[1]))
