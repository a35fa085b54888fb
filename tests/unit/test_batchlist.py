"""Lists of a batch: what a CSV file may say, what is wrong with a row and what with the whole, folders matched by names."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eoduet.engine.batchfolders import match_folders
from eoduet.engine.batchlist import COLUMNS, Row, parse_list, read_list, write_list
from eoduet.engine.errors import InputError

# Paths as they are read back: those of the folder itself and of the one above are written shorter then.
PATHS = (
    st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp", "Zs")), min_size=1)
    .filter(lambda text: text not in (".", ".."))
    .map(lambda text: "/" + text.replace("/", "_"))
)
ROWS = st.builds(
    Row,
    optical=PATHS,
    sar=PATHS | st.just(""),
    output=PATHS | st.just(""),
    quality=st.none() | st.floats(0, 100),
    gamma=st.none() | st.floats(0, 1),
    profile=st.sampled_from(["", "image", "flood"]),
)


@given(st.lists(ROWS, min_size=1))
def test_what_is_written_is_read_back(rows):
    plain = [row for row in rows if not any(name.startswith("//") for name in (row.optical, row.sar))]
    if plain:
        assert parse_list(write_list(plain)).rows == plain


@given(st.text())
def test_any_text_is_a_list_or_one_sentence(text):
    try:
        read = parse_list(text)
    except InputError as error:
        assert str(error).endswith(".") and "\n" not in str(error).replace(text, "")
    else:
        assert read.rows


@given(st.permutations(COLUMNS), st.sampled_from(",;\t"), st.lists(ROWS, min_size=1, max_size=3))
def test_columns_come_in_any_order_with_any_delimiter(columns, delimiter, rows):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow([column.upper() for column in columns])
    for row in rows:
        values = ["" if getattr(row, column) is None else getattr(row, column) for column in columns]
        writer.writerow(
            [str(v).replace(".", ",") if isinstance(v, float) and delimiter == ";" else v for v in values]
        )
    read = parse_list(text.getvalue()).rows
    assert [row.quality for row in read] == [row.quality for row in rows]
    assert [row.output for row in read] == [row.output for row in rows]
    assert not any(row.problem for row in read)


def test_paths_are_relative_to_the_list(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(
        "\ufeffoptical,sar,note\na.tif,-,x\n/vsizip/b.zip/b.tif,NETCDF:c.nc:sigma0,\n", encoding="utf-8"
    )
    read = read_list(str(path))
    assert read.rows == [
        Row(str(tmp_path / "a.tif")),
        Row("/vsizip/b.zip/b.tif", "NETCDF:c.nc:sigma0"),
    ]
    assert read.notes == ["Columns that mean nothing here: note."]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("a.tif,b.tif,101,", "quality '101'"),
        ("a.tif,b.tif,nan,", "quality 'nan'"),
        ("a.tif,b.tif,,0.5x", "gamma '0.5x'"),
        ("-,,50,", "neither an optical nor a SAR"),
        ("a.tif,b.tif,50,0.5,more", "more cells"),
    ],
)
def test_a_bad_row_is_a_row_with_a_problem(line, sentence):
    rows = parse_list(f"optical,sar,quality,gamma\n{line}\nc.tif,d.tif,,\n").rows
    assert sentence in rows[0].problem and rows[1].problem == ""


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no column"),
        (b"a,b\n1,2\n", "no column"),
        (b"optical,sar\n\n , \n", "no row"),
        (b"optical,optical\na,b\n", "twice"),
        (b"optical,sar\n\xff\xfe\n", "UTF-8"),
        (b'optical,sar\n"a,b\n', "no CSV"),
    ],
)
def test_what_is_no_list_is_refused(tmp_path, content, sentence):
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(InputError, match=sentence):
        read_list(str(path))
    with pytest.raises(InputError, match="cannot be read"):
        read_list(str(tmp_path / "none.csv"))


def folders(tmp_path, optical, sar):
    for folder, names in (("o", optical), ("s", sar)):
        (tmp_path / folder).mkdir()
        for name in names:
            (tmp_path / folder / name).touch()
    return str(tmp_path / "o"), str(tmp_path / "s")


def test_folders_are_matched_by_names_and_dates(tmp_path):
    optical = [
        "S2_chile_1.tif",
        "S2_chile_2.tif",
        "S2A_T33UUP_20240105.tif",
        "S2A_T33UUP_20240301.tif",
        "S2_dem.tif",
    ]
    sar = [
        "S1_chile_2.tif",
        "S1_chile_1.tif",
        "S1A_IW_20240302T05.tif",
        "S1A_IW_20240106T05.tif",
        "S1_alone.tif",
        "x.txt",
    ]
    found = match_folders(*folders(tmp_path, optical, sar))
    pairs = {(row.optical.rsplit("/", 1)[1], row.sar.rsplit("/", 1)[1]) for row in found.rows}
    assert pairs == {
        ("S2_chile_1.tif", "S1_chile_1.tif"),
        ("S2_chile_2.tif", "S1_chile_2.tif"),
        ("S2A_T33UUP_20240105.tif", "S1A_IW_20240106T05.tif"),
        ("S2A_T33UUP_20240301.tif", "S1A_IW_20240302T05.tif"),
    }
    assert found.notes == ["Without a partner: S1_alone.tif."]


def test_one_folder_may_hold_both(tmp_path):
    folder, _ = folders(tmp_path, ["a_S2.tif", "a_S1.tif", "b_optical.tif", "b_sar.tif"], [])
    pairs = [
        tuple(path.rsplit("/", 1)[1] for path in (row.optical, row.sar))
        for row in match_folders(folder, folder).rows
    ]
    assert pairs == [("a_S2.tif", "a_S1.tif"), ("b_optical.tif", "b_sar.tif")]


def test_folders_without_a_pair_are_refused(tmp_path):
    optical, sar = folders(tmp_path, ["a.tif"], ["b.tif"])
    with pytest.raises(InputError, match="partner"):
        match_folders(optical, sar)
    with pytest.raises(InputError, match="cannot be read"):
        match_folders(optical, str(tmp_path / "none"))
