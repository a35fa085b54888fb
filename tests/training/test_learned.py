"""Curves of a learned peer are the bytes its models write, in the form that the evaluation reads."""

import json
import shutil
import sys

import numpy as np

from eoduet.engine.training.peers import Peer
from eoduet.engine.training.train_peer import PeerTrainer
from tests.bench import learned, pairs


def test_each_pair_has_a_row_for_every_lambda(index, data, tmp_path, monkeypatch):
    runs = {
        modality: [tmp_path / f"{modality}{lmbda}" for lmbda in (0.01, 0.05)] for modality in pairs.MODALITIES
    }
    for modality, folders in runs.items():
        for run, lmbda in zip(folders, (0.01, 0.05)):
            PeerTrainer(data, run, "hyperprior", modality, lmbda, 12, 1e-3, seed=1).run(1, 2, 64)
    named = [word for m in runs for word in (f"--{m}", *map(str, runs[m]))]
    listed = tmp_path / "listed"
    shutil.copytree(index.parent, listed)
    header, *rest = index.read_text().splitlines()
    (listed / "index.csv").write_text(
        "\n".join([f"{header},source", *(f"{row},chile" for row in rest)]) + "\n"
    )
    arguments = [str(listed), str(tmp_path / "c.json"), "--name", "small", "--about", "2 steps", *named]
    monkeypatch.setattr(sys, "argv", ["learned", *arguments, "--split", "val"])
    learned.main()
    content = json.loads((tmp_path / "c.json").read_text())
    curves, known = content["curves"], pairs.load(listed, "val")
    assert (content["name"], content["about"]) == ("small", "2 steps") and set(curves) == {
        pair.id for pair in known
    }
    rows = curves[known[0].id]["sar"]
    assert (
        len(rows) == 2 and rows[0]["bytes"] <= rows[1]["bytes"] and all(0 < row["psnr"] < 60 for row in rows)
    )
    image = known[0].image("sar")
    eight = np.rint(image.samples / 257).astype(np.uint8).transpose(1, 2, 0)
    sizes = [Peer(run / "last.pt").code(np.ascontiguousarray(eight))[0] for run in runs["sar"]]
    assert sorted(sizes) == [row["bytes"] for row in rows]
