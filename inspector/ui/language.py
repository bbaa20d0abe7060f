"""The interface in English or Simplified Chinese: which one, and switching while it runs."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from inspector import assets


def wanted(choice: str) -> str:
    """Decide `en` or `zh_CN`: the user's choice, else the first of the system's languages that we speak."""
    if choice != "system":
        return choice
    for tag in QLocale.system().uiLanguages():
        for start, language in (("zh", "zh_CN"), ("en", "en")):
            if tag.lower().startswith(start):
                return language
    return "en"


class _Quiet(QObject):
    """Keeps from the application that its language changes: every translator taken out or put in would say it."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow the word of it."""
        return event.type() == QEvent.Type.LanguageChange


class Languages:
    """Keeps the translators that are installed in an application."""

    def __init__(self, application: QApplication) -> None:
        """Begin in English: the language of the sources."""
        self._application = application
        self._installed: list[QTranslator] = []
        self.current = "en"

    def speak(self, language: str) -> None:
        """Switch; every widget hears of it by one LanguageChange event."""
        quiet = _Quiet()
        self._application.installEventFilter(quiet)
        self._exchange(language)
        self._application.removeEventFilter(quiet)
        QCoreApplication.sendEvent(self._application, QEvent(QEvent.Type.LanguageChange))

    def _exchange(self, language: str) -> None:
        for translator in self._installed:
            self._application.removeTranslator(translator)
        self._installed = []
        self.current = language
        if language == "en":
            return
        from PySide6.QtCore import QLibraryInfo  # noqa: PLC0415 - English does without

        qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for name, folder in (
            (f"qtbase_{language}", qt),
            (f"inspector_{language}", str(assets.folder("i18n"))),
        ):
            translator = QTranslator()
            if translator.load(name, folder):
                self._application.installTranslator(translator)
                self._installed.append(translator)
