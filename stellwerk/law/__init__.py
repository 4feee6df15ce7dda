"""The law: pure, dated, sourced, explained. Knows neither database nor clock."""
