# Sends TCP segments that belong to no connection of the sender. An acknowledgement makes whoever gets it answer
# with the numbers of the connection it has, so that a client notices at once that its server has moved. Needs root.
#
#   my ($bad, $failed) = Tickle::all(\@lines);    # lines "X:port Y:port": an acknowledgement to X, as if from Y
#   my ($x, $y) = Tickle::ends($line);            # {family, address, port} of each; none for a malformed line
#   Tickle::acknowledge($to, $from);              # false when the kernel refuses, with why in $!
#   Tickle::reset_end($to, $from, $sequence, $acknowledged);
#
# $bad is the first line that is not two addresses with ports (nothing behind it is sent), $failed counts
# what the kernel refused.

package Tickle;

use strict;
use Socket qw(AF_INET AF_INET6 SOCK_RAW IPPROTO_RAW IPPROTO_TCP inet_pton pack_sockaddr_in pack_sockaddr_in6);

our $WINDOW = 1234;    # by which ctdb_killtcp knows such a packet
our $RST    = 0x04;
our $ACK    = 0x10;
my %sockets;

sub all {
    my ($lines) = @_;
    my $failed = 0;
    for my $line (@$lines) {
        next if is_comment($line);
        my @ends = ends($line) or return ( $line, $failed );
        acknowledge(@ends) or $failed++;
    }
    return ( undef, $failed );
}

sub is_comment {
    return $_[0] =~ /^\s*(?:#|$)/;
}

sub ends {
    my ($line) = @_;
    my @ends = map { end($_) } my @words = split ' ', $line;
    return @words == 2 && @ends == 2 && $ends[0]{family} == $ends[1]{family} ? @ends : ();
}

# 192.0.2.1:445, [2001:db8::1]:445 or 2001:db8::1:445, where the last colon counts. What ss says of a server that
# takes both families, [::ffff:192.0.2.1]:445, is a connection of IPv4.
sub end {
    my ($text) = @_;
    my ( $ip, $port ) = $text =~ /^\[?([0-9a-fA-F:.]+?)\]?:(\d{1,5})$/ or return;
    my $family  = $ip =~ /:/ ? AF_INET6 : AF_INET;
    my $address = inet_pton( $family, $ip ) // return;
    return if $port > 65535;
    ( $family, $address ) = ( AF_INET, $1 ) if $address =~ /^\0{10}\xff\xff(.{4})\z/s;
    return { family => $family, address => $address, port => $port };
}

sub acknowledge {
    my ( $to, $from ) = @_;
    return send_one( $to, $from, $ACK, 0, 0 );
}

sub reset_end {
    my ( $to, $from, $sequence, $acknowledged ) = @_;
    return send_one( $to, $from, $RST, $sequence, $acknowledged );
}

sub send_one {
    my ( $to, $from, @numbers ) = @_;
    my $family = $to->{family};
    if ( !$sockets{$family} ) {
        socket( $sockets{$family}, $family, SOCK_RAW, IPPROTO_RAW ) or delete $sockets{$family};
    }
    my $socket = $sockets{$family} or return 0;
    my $tcp    = tcp( $to, $from, @numbers );
    if ( $family == AF_INET ) {
        my $head = pack 'CCnnnCCna4a4', 0x45, 0, 40, 0, 0, 64, IPPROTO_TCP, 0, $from->{address}, $to->{address};
        return send $socket, $head . $tcp, 0, pack_sockaddr_in( 0, $to->{address} );
    }
    my $head = pack 'NnCCa16a16', 0x60000000, 20, IPPROTO_TCP, 64, $from->{address}, $to->{address};
    return send $socket, $head . $tcp, 0, pack_sockaddr_in6( 0, $to->{address} );
}

sub tcp {
    my ( $to, $from, $flags, $sequence, $acknowledged ) = @_;
    my @fields = ( $from->{port}, $to->{port}, $sequence, $acknowledged, 5 << 4, $flags, $WINDOW );
    my $pseudo = $from->{address} . $to->{address} . pack 'NN', 20, IPPROTO_TCP;
    my $sum    = checksum( $pseudo . pack 'nnNNCCnnn', @fields, 0, 0 );
    return pack 'nnNNCCnnn', @fields, $sum, 0;
}

sub checksum {
    my ($bytes) = @_;
    my $sum = 0;
    $sum += $_ for unpack 'n*', $bytes;
    $sum = ( $sum & 0xffff ) + ( $sum >> 16 ) while $sum >> 16;
    return ~$sum & 0xffff;
}

1;
