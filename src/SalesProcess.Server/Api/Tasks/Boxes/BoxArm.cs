using SalesProcess.Runtime.Storage;
using SalesProcess.Server.Identity;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>A list that is a part of what somebody finds in a box.</summary>
/// <param name="StandsIn">It is the list of somebody who is away: only what his substitute has from him.</param>
internal sealed record BoxArm(Box Box, string Reader, bool StandsIn = false)
{
    /// <summary>The lists whose union somebody finds in a box.</summary>
    public static IEnumerable<BoxArm> Of(Box box, BoxView view) => [.. Own(box, view.Asker), .. StandIns(box, view)];

    /// <summary>Without what he only has as a substitute.</summary>
    public static IEnumerable<BoxArm> Own(Box box, Asker asker) => box switch
    {
        Box.Open or Box.OpenApart or Box.Closed or Box.Attention when asker.SeesAll => [new BoxArm(box, BoxReaders.Everything)],
        Box.Mine or Box.Done => [new BoxArm(box, BoxReaders.Person(asker.Id))],
        _ => Readers(asker.Id, asker.Actor.Groups).Select(reader => new BoxArm(box, reader)),
    };

    private static IEnumerable<BoxArm> StandIns(Box box, BoxView view) => box switch
    {
        _ when view.Asker.StandIns is null => [],
        Box.Open or Box.Attention when view.Asker.SeesAll => [],
        Box.Mine => view.Asker.Actor.StandIns.Select(s => s.Principal).Distinct(StringComparer.Ordinal).Select(p => new BoxArm(Box.Mine, BoxReaders.Person(p), StandsIn: true)),
        Box.Available or Box.Attention => OfTheAbsent(box, view.Asker),
        Box.Open when view.IsAttention => OfTheAbsent(box, view.Asker),
        // What is with somebody who is away or open to him, whenever it needs attention.
        Box.Open => StandIns(Box.Mine, view).Concat(StandIns(Box.Available, view)),
        _ => [],
    };

    private static IEnumerable<BoxArm> OfTheAbsent(Box box, Asker asker) =>
        asker.Actor.StandIns.SelectMany(s => Readers(s.Principal, s.Groups)).Distinct(StringComparer.Ordinal).Select(reader => new BoxArm(box, reader, StandsIn: true));

    private static IEnumerable<string> Readers(string person, IEnumerable<string> groups) =>
        groups.Order(StringComparer.Ordinal).Select(BoxReaders.Group).Prepend(BoxReaders.Person(person));
}
