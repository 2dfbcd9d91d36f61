"""A tour through every route: each answer is what openapi.yaml says it is."""

import unittest

import awards
import bodies
import claims
import enterprises
import erasures
import figures
import guarantees
import itself
import monitoring
import nurture
import offers
import programs
import refusals
import runs
import tour
import upkeep
import ways


class Tour(
    # In this order: later parts look at what earlier ones made.
    figures.Figures,
    ways.Ways,
    claims.Receivables,
    nurture.Nurture,
    enterprises.Enterprises,
    runs.Runs,
    upkeep.Upkeep,
    programs.Programs,
    bodies.Bodies,
    itself.Itself,
    offers.Offers,
    guarantees.Guarantees,
    awards.Awards,
    monitoring.Monitoring,
    awards.Storm,
    guarantees.Refused,
    offers.Limits,
    erasures.Erasures,
    refusals.Refusals,
    tour.Ground,
    unittest.TestCase,
):
    """The parts, each of which asks by means of the ground."""
