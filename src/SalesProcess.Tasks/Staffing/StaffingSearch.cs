namespace SalesProcess.Tasks.Staffing;

/// <summary>Looks for people for all parts at once, such that those who must be different are. A search with the hardest slot first; it gives up after a number of tries.</summary>
internal sealed class StaffingSearch
{
    private const int MaxTries = 200_000;

    private readonly List<(Slot Slot, Part Part)> _slots;
    private readonly Dictionary<int, HashSet<int>> _apart;
    private readonly Dictionary<Part, int> _slack;
    private readonly Dictionary<int, string> _taken = [];
    private int _tries;

    /// <param name="without">Slots that are not to be looked at.</param>
    private StaffingSearch(IReadOnlyList<Part> parts, IReadOnlySet<int> without)
    {
        _slots = [.. parts.SelectMany(p => p.Slots.Where(s => !without.Contains(s.Number)).Select(s => (s, p)))];
        _slack = parts.ToDictionary(p => p, p => p.Dispensable);
        _apart = _slots.ToDictionary(
            s => s.Slot.Number,
            s => _slots.Where(o => o.Slot != s.Slot && (o.Part == s.Part || MustDiffer(o.Part, s.Part))).Select(o => o.Slot.Number).ToHashSet());
        _slots.Sort((a, b) => a.Slot.People.Count != b.Slot.People.Count ? a.Slot.People.Count - b.Slot.People.Count : a.Slot.Number - b.Slot.Number);
    }

    /// <summary>The smallest set of slots that this search finds to have no solution; empty if there is one; null if it was given up undecided.</summary>
    public static IReadOnlyList<Slot>? Conflict(IReadOnlyList<Part> parts)
    {
        var left = new HashSet<int>();
        if (Solve(parts, left) is var first && first is not false)
        {
            return first is true ? [] : null;
        }

        // A slot without which there is still no solution has no part in the conflict.
        foreach (var slot in parts.SelectMany(p => p.Slots))
        {
            left.Add(slot.Number);
            if (Solve(parts, left) is not false)
            {
                left.Remove(slot.Number);
            }
        }

        return [.. parts.SelectMany(p => p.Slots).Where(s => !left.Contains(s.Number))];
    }

    private static bool? Solve(IReadOnlyList<Part> parts, IReadOnlySet<int> without)
    {
        var search = new StaffingSearch(parts, without);
        var found = search.From(0);
        return found || search._tries < MaxTries ? found : null;
    }

    private static bool MustDiffer(Part one, Part other) =>
        one.ApartFrom.Contains(other.Task, StringComparer.Ordinal) || other.ApartFrom.Contains(one.Task, StringComparer.Ordinal);

    private bool From(int index)
    {
        if (index == _slots.Count)
        {
            return true;
        }

        if (++_tries >= MaxTries)
        {
            return false;
        }

        var (slot, part) = _slots[index];
        var taken = _apart[slot.Number].Select(n => _taken.GetValueOrDefault(n)).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var person in slot.People.Where(p => !taken.Contains(p)))
        {
            _taken[slot.Number] = person;
            if (From(index + 1))
            {
                return true;
            }

            _taken.Remove(slot.Number);
        }

        if (_slack[part] == 0)
        {
            return false;
        }

        _slack[part]--;
        var found = From(index + 1);
        _slack[part]++;
        return found;
    }
}
