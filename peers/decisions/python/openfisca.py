"""Rules of OpenFisca's country template: millions of values a second in the best of some runs."""

import sys
import time

import numpy as np
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_country_template import CountryTaxBenefitSystem

people = int(sys.argv[1])
system = CountryTaxBenefitSystem()
numbers = np.arange(people, dtype=np.int64)
age = (numbers * 31) % 90
salary = np.where(numbers % 5 == 0, 0, (numbers * 7_919) % 5_000_000) / 1000

best, sums = {}, {}
for _ in range(3):
    simulation = SimulationBuilder().build_default_simulation(system, people)
    simulation.set_input("age", "2017-01", age)
    simulation.set_input("salary", "2017-01", salary)
    for name in ("capital_returns", "pension"):
        simulation.set_input(name, "2017-01", np.zeros(people))
    for name in ("income_tax", "basic_income", "social_security_contribution"):
        begin = time.perf_counter()
        values = simulation.calculate(name, "2017-01")
        best[name] = min(best.get(name, 1e9), time.perf_counter() - begin)
        sums[name] = float(values.astype(np.float64).sum())
for name, seconds in best.items():
    print(f"{name} {people / seconds / 1e6:.3f}")
    print(f"sum_{name} {sums[name]:.3f}")
