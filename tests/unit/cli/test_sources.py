from pathlib import Path

import pytest
import typer

from scriba.cli.sources import Source, gather, plan
from scriba.core.operator_errors import OperatorError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Recordings, other files, hidden ones, and a folder inside."""
    folder = tmp_path / "calls"
    for name in ("b.mp3", "a.WAV", "notes.txt", ".hidden.mp3", "sub/c.m4a", "sub/deep/d.ogg", ".git/e.mp3"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return folder


def names(sources: list[Source]) -> list[str]:
    return [str(source.folder / source.name) for source in sources]


def test_recordings_are_found_in_order_when_a_folder_is_given(folder):
    assert names(gather([str(folder)], recursive=False)) == ["a.WAV", "b.mp3"]


def test_folders_inside_are_searched_when_asked(folder):
    assert names(gather([str(folder)], recursive=True)) == ["a.WAV", "b.mp3", "sub/c.m4a", "sub/deep/d.ogg"]


def test_any_file_counts_when_it_is_named(folder):
    assert names(gather([str(folder / "notes.txt")], recursive=False)) == ["notes.txt"]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://host.example/a/talk%20one.mp3?token=x", "talk one.mp3"),
        ("http://host.example/", "host.example"),
        ("HTTPS://host.example/x.mp3", "x.mp3"),
    ],
)
def test_an_address_is_named_by_its_path_when_given(url, name):
    (source,) = gather([url], recursive=False)
    assert source.is_url
    assert (source.location, source.name) == (url, name)


def test_it_is_refused_when_it_does_not_exist(tmp_path):
    with pytest.raises(typer.BadParameter, match="no file or folder"):
        gather([str(tmp_path / "nothing.mp3")], recursive=False)


def test_recursive_is_suggested_when_a_folder_has_no_recordings_of_its_own(folder):
    with pytest.raises(typer.BadParameter, match="--recursive"):
        gather([str(folder.parent)], recursive=False)


def targets(sources: list[Source], output: Path) -> list[str]:
    return [str(task.target.relative_to(output)) for task in plan(sources, output, ".srt") if task.target]


def test_results_go_to_standard_output_when_none_is_named(folder):
    assert [task.target for task in plan(gather([str(folder)], recursive=False), None, ".txt")] == [None, None]


def test_the_output_is_the_file_when_there_is_one_recording(folder, tmp_path):
    (task,) = plan(gather([str(folder / "b.mp3")], recursive=False), tmp_path / "new" / "x.srt", ".srt")
    assert task.target == tmp_path / "new" / "x.srt"
    assert (tmp_path / "new").is_dir()


def test_the_output_is_a_folder_when_it_exists_as_one(folder, tmp_path):
    assert targets(gather([str(folder / "b.mp3")], recursive=False), tmp_path) == ["b.srt"]


def test_folders_are_kept_when_they_are_searched(folder, tmp_path):
    found = targets(gather([str(folder)], recursive=True), tmp_path / "out")
    assert found == ["a.srt", "b.srt", "sub/c.srt", "sub/deep/d.srt"]
    assert (tmp_path / "out" / "sub" / "deep").is_dir()


def test_a_folder_of_one_recording_needs_a_folder_when_written(tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "a.mp3").touch()
    assert targets(gather([str(tmp_path / "one")], recursive=False), tmp_path / "out") == ["a.srt"]


def test_every_result_has_its_own_file_when_names_are_alike(tmp_path):
    given = ["x/a.mp3", "x/a.wav", "y/a.mp3", "z/a.mp3"]
    for name in given:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    sources = gather([str(tmp_path / name) for name in given], recursive=False)
    assert targets(sources, tmp_path / "out") == ["a.srt", "a.wav.srt", "a.mp3.srt", "a-2.srt"]


def test_it_is_refused_when_several_results_would_go_to_a_file(folder, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(typer.BadParameter, match="need a folder"):
        plan(gather([str(folder)], recursive=False), tmp_path / "file", ".txt")


def test_it_is_refused_when_the_output_is_the_recording(folder):
    path = folder / "b.mp3"
    with pytest.raises(typer.BadParameter, match="recording itself"):
        plan(gather([str(path)], recursive=False), path, ".txt")


def test_the_operator_is_told_when_the_folder_cannot_be_made(folder, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OperatorError, match="Cannot make the folder"):
        plan(gather([str(folder)], recursive=False), tmp_path / "file" / "out", ".txt")
