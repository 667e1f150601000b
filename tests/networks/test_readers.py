"""Networks that read digits: what was written of their training, parts of it again, and a short training of several."""

import numpy as np
import pytest

from derived.autodiff.reverse import cross_entropy
from derived.networks import train
from derived.networks.image_networks import convolutional, init_convolutional
from derived.networks.readers import FOLDS, READERS, load_readers, percent_right, split_digits, train_reader
from derived.optimization.optimizers import Adam
from derived.optimization.schedules import cosine


def percents(name):
    return load_readers()[0][name]["right"][:, 0]


def test_two_convolutions_read_what_the_chapter_says():
    two = percents("two convolutions")
    assert two.shape == (FOLDS,)
    assert two.mean() >= 97.7
    assert two.min() >= 97.2
    seconds = load_readers()[0]["two convolutions"]["seconds"]
    assert seconds.max() < 60


@pytest.mark.parametrize("name", [name for name in READERS if name != "two convolutions"])
def test_they_read_more_than_the_others_in_every_fold(name):
    assert (percents("two convolutions") > percents(name)).all()


def test_the_weights_that_are_kept_read_as_many():
    results, params = load_readers()
    images, labels = split_digits(0)[1]
    assert percent_right(convolutional(params, images), labels) == pytest.approx(
        results["two convolutions"]["right"][0, 0], abs=0.11
    )


@pytest.mark.parametrize(("name", "fold"), [("MLP, 24 hidden", 0), ("MLP, 24 hidden", 3), ("two convolutions", 1)])
def test_the_beginning_of_a_training_comes_out_again(name, fold):
    again = train_reader(name, fold, epochs=1)
    assert again.losses[0] == pytest.approx(load_readers()[0][name]["first"][fold], rel=1e-3)


def test_a_training_gives_the_same_numbers_twice():
    first, second = (train_reader("MLP, 24 hidden", 2, epochs=1) for _ in range(2))
    assert first.losses.tolist() == second.losses.tolist()
    np.testing.assert_array_equal(first.params[0][0], second.params[0][0])


@pytest.mark.parametrize("seed", range(3))
def test_a_small_network_learns_in_two_epochs(seed):
    study, (images, labels) = split_digits(seed)
    rng = np.random.default_rng(seed)
    params = init_convolutional(rng, (28, 28), [1, 8, 16], kernel=5, classes=10)
    found = train(
        lambda params, *rows: cross_entropy(convolutional(params, rows[0]), rows[1]),
        params, study, Adam(cosine(0.004, 160)), 2, 50, rng,
    )  # fmt: skip
    assert percent_right(convolutional(found.params, images), labels) > 93


def test_each_digit_is_in_one_exam_and_in_no_study_of_it():
    exams = [split_digits(fold)[1][0].reshape(1000, -1) for fold in range(FOLDS)]
    assert len(np.unique(np.vstack(exams), axis=0)) == len(np.unique(np.vstack([*exams, exams[0]]), axis=0)) >= 4999
    study, exam = split_digits(2)
    learned = {image.tobytes() for image in study[0]}
    assert len(learned & {image.tobytes() for image in exam[0]}) == 0
    with pytest.raises(ValueError, match="fold is 5, but there are 5, counted from 0"):
        split_digits(5)


def test_what_was_loaded_may_be_changed():
    results, params = load_readers()
    results["two convolutions"]["right"][:] = 0
    params[0][0][:] = 0
    again, weights = load_readers()
    assert again["two convolutions"]["right"].all() and weights[0][0].any()


@pytest.mark.parametrize("labels", [[[0], [1]], [0], [0, 1, 1]])
def test_there_is_a_label_for_each_row_of_scores(labels):
    with pytest.raises(ValueError, match=r"the labels have shape .*, but there are 2 rows of scores: give \(2,\)"):
        percent_right(np.eye(2), labels)
