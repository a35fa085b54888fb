"""`eoduet:encodelist`: a list of SAR-optical pairs into a folder of `.duet` files; only words into calls.

The engine's batch does the work, as for `eoduet batch` and the batch window; `plugin.batchcodecs` computes in the worker."""

from __future__ import annotations

import os
from dataclasses import asdict
from typing import ClassVar

from qgis.core import (
    QgsProcessingException,
    QgsProcessingOutputFile,
    QgsProcessingOutputHtml,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
)

from ...engine import batch, wording
from ...engine.batchfolders import match_folders
from ...engine.batchlist import PairList, read_list
from ...engine.batchreport import CSV_NAME, HTML_NAME
from ...engine.errors import DuetError, InputError
from ..batchcodecs import RowStyles, WorkerCodecs
from ..translation import marked
from .pair import PairAlgorithm


class EncodeListAlgorithm(PairAlgorithm):
    algorithm_name = "encodelist"
    title = marked("Encode a list to .duet")
    needs_worker = True
    help_text = marked(
        "Compresses many pairs of an optical and a SAR image, each into a .duet file of its own, all in one folder.\n"
        "A pair that fails stops no other. A whole file that was made from the same images with the same settings is "
        "skipped, so the same call goes on after a cancel, a crash or failures."
    )
    help_of: ClassVar[dict[str, str]] = {
        "OUTPUT": marked("The folder for the .duet files, the reports and the journal of what is done."),
        "QUALITY": marked(
            "How good the images are to be, from 0 (smallest files) to 100 (best), where the list says nothing else."
        ),
        "BYTES": marked("The size of all files together in bytes."),
        "REPORT": marked(
            "The report as a page, with sizes, rates and PSNR of each pair and why one failed: batch.html."
        ),
    }

    def initAlgorithm(self, configuration=None):
        file = QgsProcessingParameterFile
        self.addParameter(file("LIST", self.tr("List of pairs (CSV)"), extension="csv", optional=True))
        for name, label in (
            ("OPTICAL_FOLDER", self.tr("Or: folder of optical images")),
            ("SAR_FOLDER", self.tr("and folder of SAR images")),
        ):
            self.addParameter(file(name, label, file.Folder, optional=True))
        self.add_prompts()
        self.add_target()
        redo = self.tr("Encode what is done as well")
        self.add_advanced(QgsProcessingParameterBoolean("REDO", redo, defaultValue=False))
        self.add_device()
        self.addParameter(
            QgsProcessingParameterFolderDestination("OUTPUT", self.tr("Folder of compressed files"))
        )
        self.add_numbers(
            PAIRS=marked("Number of pairs"),
            FINISHED=marked("Pairs whose file is there"),
            SKIPPED=marked("Pairs done before"),
            FAILED=marked("Pairs that failed"),
            BYTES=marked("Bytes of all files together"),
            SECONDS=marked("Seconds"),
        )
        self.addOutput(QgsProcessingOutputHtml("REPORT", self.tr("Report")))
        self.addOutput(QgsProcessingOutputFile("TABLE", self.tr("Report as a table")))

    def checkParameterValues(self, parameters, context):
        try:
            self._listed(parameters, context)
            self.target(parameters, context)
        except DuetError as error:
            return False, str(error)
        return super().checkParameterValues(parameters, context)

    def prepareAlgorithm(self, parameters, context, feedback):
        try:
            self.listed = self._listed(parameters, context)
        except DuetError as error:
            raise QgsProcessingException(str(error)) from error
        self.styles = RowStyles(self.listed.rows, context.project())
        return True

    def work(self, parameters, context, feedback):
        folder = self.parameterAsString(parameters, "OUTPUT", context)
        settings = batch.Settings(
            profile=self.parameterAsString(parameters, "PROFILE", context),
            target=self.target(parameters, context),
            **self.prompts(parameters, context),
        )
        model = self.parameterAsString(parameters, "MODEL", context)
        device = self.parameterAsEnumString(parameters, "DEVICE", context)
        for note in self.listed.notes:
            feedback.pushWarning(note)
        jobs = batch.plan(self.listed.rows, folder)

        def say(job: batch.Job) -> None:
            feedback.setProgress(100 * (job.number - 1 + job.fraction) / len(jobs))
            if job.status == batch.FAILED:
                feedback.reportError(self.tr("Row {} failed: {}").format(job.number, job.message))
            elif job.report:
                feedback.pushInfo(wording.batch_row(asdict(job), len(jobs)))

        control = batch.Control(feedback.isCanceled)
        with WorkerCodecs(model, device, control.cancelled) as codecs:
            summary = batch.run(
                jobs,
                folder,
                codecs,
                settings,
                styles=self.styles,
                redo=self.parameterAsBoolean(parameters, "REDO", context),
                control=control,
                on_change=say,
            )
        feedback.pushInfo(summary.line())
        if summary.count("failed") == len(jobs):
            message = self.tr("None of the {} pairs could be encoded; the first: {}")
            raise InputError(message.format(len(jobs), summary.jobs[0]["message"]))
        return {
            "OUTPUT": folder,
            "PAIRS": len(jobs),
            "FINISHED": summary.finished,
            "SKIPPED": summary.count("skipped"),
            "FAILED": summary.count("failed"),
            "BYTES": summary.bytes,
            "SECONDS": summary.seconds,
            "REPORT": os.path.join(folder, HTML_NAME),
            "TABLE": os.path.join(folder, CSV_NAME),
        }

    def _listed(self, parameters, context) -> PairList:
        path, optical, sar = (
            self.parameterAsString(parameters, name, context)
            for name in ("LIST", "OPTICAL_FOLDER", "SAR_FOLDER")
        )
        if path and not (optical or sar):
            return read_list(path)
        if optical and sar and not path:
            return match_folders(optical, sar)
        raise InputError(self.tr("Name either LIST, or OPTICAL_FOLDER and SAR_FOLDER."))
